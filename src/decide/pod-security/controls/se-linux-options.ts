import { contextsOf, type Breach, type Control, type PodView } from '../control';

const TYPES = ['', 'container_t', 'container_init_t', 'container_kvm_t'];

/** Only types made for containers, and no other user or role (policy/check_seLinuxOptions.go). */
export const SE_LINUX_OPTIONS: Control = {
  id: 'seLinuxOptions',
  level: 'baseline',
  revisions: [
    { since: 0, check: pod => isOneOf(pod, TYPES) },
    { since: 31, check: pod => isOneOf(pod, [...TYPES, 'container_engine_t']) },
  ],
};

function isOneOf(pod: PodView, types: readonly string[]): Breach[] {
  return contextsOf(pod).flatMap(context => context.map('seLinuxOptions') ?? []).flatMap(options => {
    const type = options.text('type') ?? '';
    return [
      ...types.includes(type) ? [] : [{ field: options.field('type'), value: type, rule: `must be one of ${types.slice(1).join(', ')}`, fix: 'use one of these, or leave it out' }],
      ...['user', 'role'].flatMap(key => (options.text(key) ?? '') === '' ? []
        : [{ field: options.field(key), value: options.text(key), rule: 'must not be set', fix: 'leave it out' }]),
    ];
  });
}
