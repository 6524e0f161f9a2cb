import { accessFor, type AccessCommandOptions } from './access-input';
import { contextOf, requestsText, usage } from './cluster-input';
import { colors, print, relativeFile, warn } from './output';
import { parseReviews } from '../engine/access/reviews';
import { isAskedInNamespaces } from '../kubernetes';
import { whoCanJson } from '../report/access-json';
import { whoCanText } from '../report/who-can-text';

/** What `bulwark who-can` was told. */
export interface WhoCanCommandOptions extends AccessCommandOptions {
  readonly namespace?: string;
  readonly allNamespaces?: boolean;
  readonly subresource?: string;
}

/** Everybody who may send a request. 0: somebody. 1: nobody but system:masters. A batch is 0 once it is answered. */
export async function whoCan(verb: string | undefined, target: string | undefined, options: WhoCanCommandOptions): Promise<number> {
  const { requests, namespace, allNamespaces, subresource } = options;
  if (requests === undefined && target === undefined) {
    throw usage('a verb and a resource are needed: VERB TYPE, VERB TYPE/NAME or VERB /path', 'ask as in: who-can delete pods -n shop');
  }
  if (requests !== undefined && (verb !== undefined || namespace !== undefined || allNamespaces || subresource !== undefined)) {
    throw usage('each line of --requests is a whole question', 'leave out the verb, the resource, --subresource, -n and -A');
  }
  if (namespace !== undefined && allNamespaces) {
    throw usage('-n and -A exclude each other', 'leave one of them out');
  }
  const access = await accessFor(options);
  if (requests !== undefined) {
    const asked = parseReviews(requestsText(requests), requests === '-' ? '(standard input)' : requests);
    print(asked.map(request => whoCanJson(access.whoCan(request), {}, relativeFile)).join(''));
    return 0;
  }
  const { attributes, type, warnings, otherwise } = access.understand({ verb: verb!, target: target!, subresource, namespace: namespace ?? '' });
  const anywhere = attributes.resourceRequest && !namespace && type !== undefined
    && (type.namespaced !== false || isAskedInNamespaces(type.group, type.plural, attributes.verb));
  const found = access.whoCan(attributes, { anywhere });
  const both = otherwise ? [`${target} was understood as the subresource ${attributes.subresource}; say --subresource '' for the name, as kubectl reads it`] : [];
  const told = [
    ...both, ...access.unmentioned(attributes), ...warnings, ...access.byNameOnly(attributes, { anywhere }), ...access.byNodes(attributes),
    ...access.unresolved(undefined, anywhere ? undefined : attributes.namespace), ...access.assumptions,
  ];
  if (options.format === 'json') {
    print(whoCanJson(found, { ...contextOf(access), request: attributes, anywhere, warnings: told }, relativeFile));
  } else {
    print(whoCanText(attributes, found, { colors: colors.out, show: relativeFile, namespaced: type?.namespaced, anywhere }));
    told.forEach(warn);
  }
  return found.some(({ binding }) => binding.subjects.some(({ kind, name }) => kind !== 'Group' || name !== 'system:masters')) ? 0 : 1;
}
