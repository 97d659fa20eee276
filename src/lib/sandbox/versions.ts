/** The Jiras that the sandbox can be: one for each column of the versions that differ in their REST API. */
export type SandboxVersion = 'cloud' | 'dc11' | 'dc10' | 'dc9' | 'server8' | 'server7' | 'server5';

/** What depends on the version. */
export interface Traits {
  cloud: boolean;
  number: string;
  build: number;
  /** `deploymentType` of serverInfo, which old servers leave out; a Data Center calls itself Server. */
  deployment?: 'Cloud' | 'Server';
  /** API names under `rest/api/`. `latest` is v2 everywhere. */
  apis: string[];
  /** `issue/createmeta` with everything in one answer. */
  wholeCreateMetadata: boolean;
  /** What the list in a page of `issue/createmeta/{project}/issuetypes` is called; absent: there are no pages. */
  createMetadataPages?: 'named' | 'values';
  bulk: boolean;
  /** Issue properties, in the create body and as a resource. */
  properties: boolean;
  /** `jql/autocompletedata/suggestions`. */
  suggestions: boolean;
  /** JQL knows `creator`. */
  creator: boolean;
  /** Users have a `key`, and projects a type (from 6 and 7 on). */
  keys: boolean;
  basic: boolean;
  bearer: boolean;
}

const modern: Traits = {
  cloud: false,
  number: '10.3.5',
  build: 10030005,
  deployment: 'Server',
  apis: ['latest', '2'],
  wholeCreateMetadata: false,
  createMetadataPages: 'values',
  bulk: true,
  properties: true,
  suggestions: true,
  creator: true,
  keys: true,
  basic: true,
  bearer: true,
};

const { createMetadataPages: _pages, deployment: _deployment, ...old } = { ...modern, wholeCreateMetadata: true, bearer: false };

export const TRAITS: Record<SandboxVersion, Traits> = {
  cloud: {
    ...modern,
    cloud: true,
    number: '1001.0.0-SNAPSHOT',
    build: 100300,
    deployment: 'Cloud',
    apis: ['latest', '2', '3'],
    wholeCreateMetadata: true,
    createMetadataPages: 'named',
  },
  dc11: { ...modern, number: '11.0.1', build: 11000001, basic: false },
  dc10: modern,
  dc9: { ...modern, number: '9.12.2', build: 9120002 },
  server8: { ...modern, number: '8.20.10', build: 820010, wholeCreateMetadata: true },
  server7: { ...old, number: '7.6.1', build: 76001, deployment: 'Server' },
  server5: { ...old, number: '5.2.11', build: 854, bulk: false, properties: false, suggestions: false, creator: false, keys: false },
};
