import { counted } from './counted';

const MONTHS = 'jan feb mar apr may jun jul aug sep oct nov dec'.split(' ');
const DAYS = 'sun mon tue wed thu fri sat'.split(' ');

/** Name, first and last value, and the names of values, of each field (robfig/cron v3 parser.go, which Kubernetes uses). */
const FIELDS: ReadonlyArray<readonly [name: string, first: number, last: number, names: readonly string[]]> = [
  ['minute', 0, 59, []], ['hour', 0, 23, []], ['day of the month', 1, 31, []], ['month', 1, 12, MONTHS], ['day of the week', 0, 6, DAYS],
];

const MACROS = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** Why a CronJob would not take a schedule; undefined when it does. */
export function scheduleProblem(schedule: string): string | undefined {
  if (/^(CRON_)?TZ=/.test(schedule)) {
    return 'names a time zone, which belongs into timeZone';
  }
  if (schedule.startsWith('@')) {
    const isEvery = /^@every (\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$/.test(schedule);
    return isEvery || MACROS.includes(schedule) ? undefined : `is none of ${MACROS.join(', ')} and @every DURATION`;
  }
  const fields = schedule.trim().split(/\s+/);
  if (fields.length !== FIELDS.length) {
    return `has ${counted(schedule.trim() === '' ? 0 : fields.length, 'field')}; minute, hour, day of the month, month and day of the week are wanted`;
  }
  for (const [at, field] of fields.entries()) {
    const [name, first, last, names] = FIELDS[at]!;
    if (!field.split(',').every(item => isRange(item, first, last, names))) {
      return `has ${JSON.stringify(field)} for the ${name}, which goes from ${first} to ${last}`;
    }
  }
  return undefined;
}

/** `*`, `?`, `5`, `1-5`, `mon`, and each of them with `/STEP`. */
function isRange(item: string, first: number, last: number, names: readonly string[]): boolean {
  const [range = '', step, ...more] = item.split('/');
  if (more.length > 0 || (step !== undefined && !/^[1-9]\d*$/.test(step))) {
    return false;
  }
  if (range === '*' || range === '?') {
    return true;
  }
  const ends = range.split('-').map(end => names.includes(end.toLowerCase()) ? first + names.indexOf(end.toLowerCase()) : /^\d+$/.test(end) ? Number(end) : NaN);
  return ends.length <= 2 && ends.every(end => end >= first && end <= last) && (ends.length === 1 || ends[0]! <= ends[1]!);
}
