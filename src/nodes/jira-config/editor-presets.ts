/** What a preset fills in. */
type Filled = 'auth' | 'path' | 'marker';

interface Preset extends Record<Filled, string> {
  /** What an address looks like there. */
  url: string;
  /** What does not work there, and gives way even where a person chose it. */
  unfit: Partial<Record<Filled, readonly string[]>>;
}

const latest = 'rest/api/latest/issue';
const documents = 'rest/api/3/issue';

const presets: Record<string, Preset> = {
  cloud: { url: 'https://your-site.atlassian.net', auth: 'basic', path: documents, marker: 'property', unfit: { auth: ['bearer'] } },
  dataCenter: { url: 'https://jira.example.com/jira', auth: 'bearer', path: latest, marker: 'property', unfit: { path: [documents] } },
  server: { url: 'https://jira.example.com:8443/jira', auth: 'basic', path: latest, marker: 'label', unfit: { auth: ['bearer', 'oauth'], path: [documents] } },
};

/** What a new connection begins with: whoever has changed nothing has this. */
const untouched: Partial<Record<Filled, readonly string[]>> = { path: ['', latest], marker: ['property'] };

/**
 * The buttons at the top. They fill in what was left as it was, or as another preset put it; what a person has entered stays, unless
 * it cannot work there. Which one was pressed is not saved.
 *
 * @param hasCredentials whether something was entered for the chosen kind of authentication
 */
export function offerPresets(node: EditorNode, field: (name: string) => JQuery, hasCredentials: () => boolean): void {
  const put = new Map<Filled, string>();

  const fill = (name: Filled, preset: Preset): boolean => {
    const value = String(field(name).val() ?? '').trim().replace(/^\/+|\/+$/g, '');
    if (value === preset[name]) return true;
    const isOwn = name === 'auth' ? hasCredentials() : value !== put.get(name) && untouched[name]?.includes(value) !== true;
    if (isOwn && preset.unfit[name]?.includes(value) !== true) return false;
    put.set(name, preset[name]);
    field(name).val(preset[name]).trigger('change');
    return true;
  };

  $('#jira-config-presets').on('click', 'button', ({ currentTarget }) => {
    const name = String($(currentTarget as HTMLElement).data('preset'));
    const preset = presets[name];
    const said = [node._(`jira-config.preset.${name}Next`)];
    if (preset !== undefined) {
      field('url').attr('placeholder', preset.url);
      const kept = (['auth', 'path', 'marker'] as const).filter((one) => !fill(one, preset));
      if (kept.length > 0) said.push(node._('jira-config.preset.kept', { names: kept.map((one) => node._(`jira-config.label.${one}`)).join(', ') }));
    }
    field('sandbox').prop('checked', preset === undefined).trigger('change');
    $('#jira-config-preset-said').text(said.join(' '));
  });
}
