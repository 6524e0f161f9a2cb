import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';

/**
 * npx jiti test/deliver/agents/schemas/trim.ts FOLDER: makes the schemas beside this file of definitions that controller-gen wrote
 * into a folder; README.md has the commands.
 */

type Json = Record<string, any>;

const DEFINITIONS = [
  'argoproj.io_applications', 'argoproj.io_applicationsets', 'kustomize.toolkit.fluxcd.io_kustomizations', 'source.toolkit.fluxcd.io_gitrepositories',
];

/** What does not decide whether a value is valid, and what JSON Schema does not know. */
const LEFT_OUT = /^(description|default|format|x-kubernetes-.*)$/;

/** A schema that refuses fields that it does not name, as an API server does under strict field validation. */
function closed(schema: Json): Json {
  const isMapOf = (name: string) => name === 'properties';
  const kept = Object.entries(schema).filter(([name]) => !LEFT_OUT.test(name)).map(([name, each]): [string, unknown] => [
    name,
    isMapOf(name) ? Object.fromEntries(Object.entries(each as Json).map(([field, of]) => [field, closed(of as Json)]))
      : Array.isArray(each) ? each.map((item: unknown) => typeof item === 'object' ? closed(item as Json) : item)
        : typeof each === 'object' ? closed(each as Json) : each,
  ]);
  const isOpen = schema['x-kubernetes-preserve-unknown-fields'] === true || schema.properties === undefined;
  return { ...Object.fromEntries(kept), ...isOpen ? {} : { additionalProperties: false } };
}

function trimmed({ spec: { group, names, versions: [version] } }: Json): Json {
  const { metadata, spec } = version.schema.openAPIV3Schema.properties as Json;
  if (names.kind === 'ApplicationSet') {
    // Of generators the one that is written; the others are 270 of 280 kB.
    const { properties } = spec.properties.generators.items as { properties: Json };
    spec.properties.generators.items.properties = { list: properties.list };
  }
  return closed({
    type: 'object',
    required: ['apiVersion', 'kind', 'metadata', 'spec'],
    properties: { apiVersion: { const: `${group}/${version.name}` }, kind: { const: names.kind }, metadata, spec },
  });
}

for (const name of DEFINITIONS) {
  const definition = load(readFileSync(join(process.argv[2]!, `${name}.yaml`), 'utf8')) as Json;
  writeFileSync(join(__dirname, `${definition.spec.names.kind}.json`), `${JSON.stringify(trimmed(definition), undefined, 1)}\n`);
}
