import { STATUS_CODES } from 'node:http';
import type { Json } from '../ticket/json';
import { isObject } from '../ticket/json';
import type { Address } from './address';
import type { JiraAnswer, JiraRequest } from './http';
import { NoAnswer } from './http';
import { oneLine } from './plain-text';
import { requestName } from './request-url';

const LONGEST_WORDS = 900;
const LONGEST_PAGE = 300;
const LONGEST_DESCRIPTION = 1_000;
/** More than a person reads; keeps a hostile answer from being joined into megabytes. */
const MOST_PARTS = 50;

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', nbsp: ' ', '#39': "'", ndash: '–' };

/** Jira's own words in one line of at most 900 characters; empty where it said none. */
export function jiraWords(answer: JiraAnswer): string {
  const words = answer.json === undefined ? oneLine(pageWords(answer.text), LONGEST_PAGE) : jsonWords(answer.json).join('; ');
  return oneLine(words, LONGEST_WORDS);
}

/** Jira's own words by the id of the field that they are about, each in one line; none where it said nothing of fields. */
export function fieldWords(json: Json | undefined): Record<string, string> {
  const errors = isObject(json) ? json['errors'] : undefined;
  if (!isObject(errors)) return {};
  const said = Object.entries(errors).slice(0, MOST_PARTS);
  return Object.fromEntries(said.map(([field, reason]) => [field, oneLine(strings(reason).join(', ') || JSON.stringify(reason), LONGEST_WORDS)]));
}

/** Those of an answer; none where there was none. */
export function fieldWordsOf(result: JiraAnswer | NoAnswer): Record<string, string> {
  return result instanceof NoAnswer ? {} : fieldWords(result.json);
}

/** One line that says it all: `[POST] "https://…": 400 Bad Request: summary: You must specify a summary of the issue.` */
export function describe(request: JiraRequest, answer: JiraAnswer, address: Address): string {
  const status = `${answer.status} ${STATUS_CODES[answer.status] ?? ''}`.trim();
  const parts = [requestName(request, address), status, redirection(answer), jiraWords(answer)];
  return oneLine(parts.filter((part) => part !== '').join(': '), LONGEST_DESCRIPTION);
}

function redirection({ status, headers }: JiraAnswer): string {
  const target = headers['location'];
  if (status < 300 || status > 399 || target === undefined) return '';
  // Its query may carry a session or what was asked for. The `…` tells that it was cut, as a secret may have been.
  return `redirects to ${oneLine(target.replace(/[?#].*$/s, '…'), 200)}, which is not followed; check the URL of the connection`;
}

function jsonWords(json: Json): string[] {
  if (typeof json === 'string') return [json];
  if (Array.isArray(json)) return json.slice(0, MOST_PARTS).flatMap(jsonWords);
  if (!isObject(json)) return [];
  const parts = [...strings(json['errorMessages']), ...errorWords(json['errors'])];
  if (parts.length > 0) return parts;
  return ['message', 'errorMessage', 'error', 'error_description'].flatMap((name) => strings(json[name]));
}

/** `errors` is a map of field to reason, or for a bulk create a list of what was wrong with each element. */
function errorWords(errors: Json | undefined): string[] {
  if (Array.isArray(errors)) return errors.slice(0, MOST_PARTS).flatMap(elementWords);
  if (!isObject(errors)) return strings(errors);
  return Object.entries(errors)
    .slice(0, MOST_PARTS)
    .map(([field, reason]) => `${field}: ${strings(reason).join(', ') || JSON.stringify(reason)}`);
}

function elementWords(element: Json): string[] {
  if (!isObject(element)) return strings(element);
  const elementErrors = element['elementErrors'];
  const words = jsonWords(isObject(elementErrors) ? elementErrors : element);
  const number = element['failedElementNumber'];
  return typeof number === 'number' && words.length > 0 ? [`element ${number + 1}: ${words.join('; ')}`] : words;
}

function strings(value: Json | undefined): string[] {
  const list = Array.isArray(value) ? value.slice(0, MOST_PARTS) : [value];
  return list.filter((part): part is string => typeof part === 'string' && part.trim() !== '');
}

/** What an HTML page says: its title, else its first heading, else its first text. A text that is not HTML is taken as it is. */
function pageWords(text: string): string {
  if (!/<[a-z!/]/i.test(text)) return text;
  const visible = text.replace(/<!--.*?-->/gs, ' ').replace(/<(script|style)\b.*?(?:<\/\1|$)/gis, ' <');
  const title = /<title\b[^>]*>(.*?)<\/title/is.exec(visible)?.[1] ?? '';
  const heading = /<h1\b[^>]*>(.*?)<\/h1/is.exec(visible)?.[1] ?? '';
  return [title, heading, visible].map(withoutTags).find((words) => words.trim() !== '') ?? '';
}

function withoutTags(html: string): string {
  const text = html.replace(/<[^>]*(?:>|$)/g, ' ');
  return text.replace(/&(#39|[a-z]{2,5});/gi, (entity, name: string) => ENTITIES[name.toLowerCase()] ?? entity);
}

/** With a full stop, for another sentence to follow. */
export function sentence(text: string): string {
  return text.replace(/\.?$/, '.');
}
