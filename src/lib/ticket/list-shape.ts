import { labelsOf } from './allowed-values';
import { distinct } from './distinct';
import type { Json } from './json';
import { isObject } from './json';
import { jsonIn } from './plain-json';
import type { Reading, Shape } from './value-shape';
import { refuse } from './value-shape';

/** More than a person chooses. Each costs a look at what is allowed, or a question who is meant. */
const mostElements = 1_000;

/**
 * A field of several: an array, of which each element is read by itself, or text with commas between them. Empty elements are left
 * out, and of text those that are there twice. Anything else is the only element.
 */
export function listOf(element: Shape): Shape {
  const readAll = (values: Json[], reading: Reading) => {
    if (values.length > mostElements) tooMany(values, reading);
    return values.map((one) => readOne(one, reading)).filter((one) => one !== null && one !== '');
  };
  const readOne = (one: Json, reading: Reading) => (one === null ? refuse(one, 'elements that are not null', reading) : element.read(one, reading));
  return {
    takesObjects: true,
    read(value, reading) {
      if (Array.isArray(value)) return readAll(value, reading);
      if (typeof value !== 'string') return readAll([value], reading);
      const json = jsonIn(value);
      if (Array.isArray(json)) return readAll(json, reading);
      if (json !== undefined && element.takesObjects && isObject(json)) return readAll([json], reading);
      return distinct(readAll(distinct(elementsOf(value, reading)), reading));
    },
  };
}

/**
 * The parts between commas. A backslash before a comma makes it part of the text, and where a part begins with an allowed value
 * that has commas itself, that is the part.
 */
function elementsOf(text: string, reading: Reading): string[] {
  const withComma = (reading.field.allowedValues ?? [])
    .flatMap(labelsOf)
    .filter((label) => label.includes(','))
    .toSorted((a, b) => b.length - a.length);
  const elements: string[] = [];
  for (let from = skipBlanks(text, 0); from < text.length; ) {
    if (elements.length === mostElements) tooMany(text, reading);
    const start = from;
    const listed = withComma.find((label) => isElement(text, start, label));
    const end = listed === undefined ? nextComma(text, start) : skipBlanks(text, start + listed.length);
    elements.push(listed ?? text.slice(start, end).replaceAll('\\,', ',').trim());
    from = skipBlanks(text, end + 1);
  }
  return elements.filter((one) => one !== '');
}

function tooMany(value: Json, reading: Reading): never {
  return refuse(value, `at most ${mostElements.toLocaleString('en-US')} elements`, reading);
}

/** Where the next comma stands that has no backslash before it, or the end. */
function nextComma(text: string, from: number): number {
  let at = text.indexOf(',', from);
  while (at > from && text[at - 1] === '\\') at = text.indexOf(',', at + 1);
  return at < 0 ? text.length : at;
}

/** Whether the label stands here, case aside, with a comma or the end behind it. */
function isElement(text: string, start: number, label: string): boolean {
  const end = skipBlanks(text, start + label.length);
  return (end >= text.length || text[end] === ',') && text.slice(start, start + label.length).toLowerCase() === label.toLowerCase();
}

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (at < text.length && text[at]!.trim() === '') at += 1;
  return at;
}
