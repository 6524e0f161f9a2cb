import type { Colors } from '../colors';
import { DANGLING, endWords, leadWords, MapView, openWords } from './view';
import type { MapConnection } from '../../decide/network/map';
import { portsWords } from '../../decide/network/words';
import { counted } from '../../manifests/counted';
import { printable } from '../../manifests/problem';
import { onTerminal } from '../terminal';

/** A map for a terminal: a line a connection, then where Services lead, then what is open to pods that are not here. */
export function mapText({ map, leads, exposure }: MapView, colors: Colors): string {
  const what = map.ends[0]?.type === 'namespace' ? 'namespace' : 'workload';
  return onTerminal([
    colors.bold(`${counted(map.ends.length, what)}, ${counted(map.connections.length, 'connection')}`),
    ...map.connections.map(each => line(each, colors)),
    ...leads.length === 0 ? [] : [colors.bold('services'), ...leads.flatMap(lead => leadLines(lead, colors))],
    ...exposure ? exposureLines(exposure, colors) : [],
    '',
  ].join('\n'), colors);
}

function line({ from, to, ports, partly }: MapConnection, colors: Colors): string {
  return `  ${endWords(from)} ${colors.dim('->')} ${endWords(to)}: ${portsWords(ports)}${partly ? colors.yellow(' (not between all of their pods)') : ''}`;
}

function leadLines(lead: MapView['leads'][number], colors: Colors): string[] {
  const head = `  ${leadWords(lead)} ${printable(`${lead.port}/${lead.protocol}`)}`;
  if (lead.dangling) return [`${head}: ${colors.red(DANGLING[lead.dangling])}`];
  return lead.targets.map(target => {
    const words = openWords(lead, target);
    return `${head} ${colors.dim('->')} ${endWords(target.end)} ${target.number}: ${target.open === 'none' ? colors.red(words) : words}`;
  });
}

function exposureLines({ connections, unprotected, namedPorts }: NonNullable<MapView['exposure']>, colors: Colors): string[] {
  const nobody = (['Ingress', 'Egress'] as const).filter(direction => unprotected[direction].length > 0);
  return [
    colors.bold('open to and from pods that are not among the manifests'),
    ...connections.map(each => line(each, colors)),
    ...connections.length === 0 ? ['  nothing'] : [],
    ...nobody.map(direction => `${colors.bold(`not isolated in ${direction.toLowerCase()}`)}: ${unprotected[direction].map(end => endWords(end)).join(', ')}`),
    ...namedPorts.length === 0 ? [] : [printable(`egress rules name the ${namedPorts.length === 1 ? 'port' : 'ports'} ${namedPorts.join(', ')}: what pods that are not here call so is open, too`)],
  ];
}
