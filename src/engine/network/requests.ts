import { placeOf, portOf } from './question';
import type { NetworkModel } from '../../decide/network/model';
import type { MeantPlace } from '../../decide/network/place-names';
import { portsNamed, type ReachQuestion } from '../../decide/network/reach';
import { ProblemError, type Problem } from '../../manifests/problem';
import { parseIp } from '../../manifests/validate';

/**
 * Questions from JSON lines: `{"src":{"namespace","pod"}|{"ip"},"dst":…,"port","protocol"}`. `pod` is the name of a pod or
 * of a workload; the protocol is TCP unless given. Empty lines are passed over.
 *
 * Throws a ProblemError that names every line which is no such thing, or names nothing among the manifests, so that no
 * answer is given to half a batch.
 */
export function parseConnections(model: NetworkModel, text: string, file: string): ReachQuestion[] {
  const problems: Problem[] = [];
  const questions: ReachQuestion[] = [];
  text.split('\n').forEach((line, at) => {
    if (line.trim() === '') return;
    try {
      questions.push(questionOf(model, JSON.parse(line)));
    } catch (e) {
      const message = ProblemError.is(e) ? e.problems.map(problem => problem.message).join('; ') : (e as Error).message.split('\n')[0]!;
      const fix = ProblemError.is(e) ? e.problems[0]!.fix : 'write one {"src":…,"dst":…,"port":…} a line, as JSON';
      problems.push({ id: 'request-invalid', source: { file, line: at + 1 }, message, fix });
    }
  });
  if (problems.length > 0) throw new ProblemError(...problems.slice(0, MOST));
  return questions;
}

/** A batch of another format would be nothing but problems. */
const MOST = 20;

type Fields = Readonly<Record<string, unknown>>;

function questionOf(model: NetworkModel, value: unknown): ReachQuestion {
  const line = fields(value, 'the line', ['src', 'dst', 'port', 'protocol']);
  const [from, to] = [endOf(model, line.src, 'src'), endOf(model, line.dst, 'dst')];
  if (from.pods.length + to.pods.length === 0) throw new Error('neither src nor dst is a pod among the manifests, so that no policy decides between them');
  const { port, protocol = 'TCP' } = line;
  if (typeof port !== 'number' && typeof port !== 'string') throw new Error('port must be a number, or the name of a port');
  if (typeof protocol !== 'string') throw new Error('protocol must be TCP, UDP or SCTP');
  const asked = portOf(`${port}/${protocol}`);
  if (!('name' in asked)) return { from, to, ports: [asked] };
  const numbers = new Set(portsNamed(to, asked.name, asked.protocol)?.values() ?? []);
  if (numbers.size !== 1) throw new Error(numbers.size === 0 ? `dst declares no ${asked.protocol} port ${asked.name}` : `${asked.name} is several numbers in the pods of dst`);
  const [number] = numbers;
  return { from, to, ports: [{ protocol: asked.protocol, first: number!, last: number! }] };
}

function endOf(model: NetworkModel, value: unknown, what: string): MeantPlace {
  const { namespace, pod, ip } = fields(value, what, ['namespace', 'pod', 'ip']);
  if (ip !== undefined && namespace === undefined && pod === undefined) {
    if (typeof ip !== 'string' || !parseIp(ip)) throw new Error(`${what}.ip must be an address`);
    return placeOf(model, ip);
  }
  if (ip !== undefined || typeof namespace !== 'string' || typeof pod !== 'string' || namespace === '' || pod === '') {
    throw new Error(`${what} must have either ip, or namespace and pod`);
  }
  return placeOf(model, `${namespace}/${pod}`);
}

/** A misspelt field would ask another question in silence. */
function fields(value: unknown, what: string, known: readonly string[]): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new Error(`${what} must be an object`);
  const unknown = Object.keys(value).find(key => !known.includes(key));
  if (unknown !== undefined) throw new Error(`unknown field ${what === 'the line' ? '' : `${what}.`}${unknown}`);
  return value as Fields;
}
