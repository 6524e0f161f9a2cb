import { isWindows, type Breach, type Control, type PodView } from '../control';

/** Every capability is dropped, and none but that of binding low ports is added (policy/check_capabilities_restricted.go). */
export const CAPABILITIES_RESTRICTED: Control = {
  id: 'capabilities_restricted',
  level: 'restricted',
  overrides: ['capabilities_baseline'],
  revisions: [
    { since: 22, check: dropsAll },
    { since: 25, check: pod => isWindows(pod) ? [] : dropsAll(pod) },
  ],
};

function dropsAll({ containers }: PodView): Breach[] {
  return containers.flatMap(container => {
    const capabilities = container.map('securityContext')?.map('capabilities');
    const field = (key: string) => container.field(`securityContext.capabilities.${key}`);
    const drop = capabilities?.texts('drop') ?? [];
    const added = (capabilities?.texts('add') ?? []).filter(each => each !== 'NET_BIND_SERVICE');
    return [
      ...drop.includes('ALL') ? [] : [{ field: field('drop'), value: drop.length === 0 ? undefined : drop, rule: 'must hold ALL', fix: 'drop ALL, and add back what is needed' }],
      ...added.length === 0 ? [] : [{ field: field('add'), value: added, rule: 'may only hold NET_BIND_SERVICE', fix: 'leave the others out' }],
    ];
  });
}
