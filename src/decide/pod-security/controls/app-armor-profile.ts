import { contextsOf, type Breach, type Control, type PodView } from '../control';

const ANNOTATION = 'container.apparmor.security.beta.kubernetes.io/';

/** The default AppArmor profile may be replaced by one of the node, but not switched off (policy/check_appArmorProfile.go). */
export const APP_ARMOR_PROFILE: Control = {
  id: 'appArmorProfile',
  level: 'baseline',
  revisions: [{ since: 0, check: pod => [...fields(pod), ...annotations(pod)] }],
};

function fields(pod: PodView): Breach[] {
  return contextsOf(pod).flatMap(context => {
    const profile = context.map('appArmorProfile');
    const value = profile?.text('type');
    return profile === undefined || value === 'RuntimeDefault' || value === 'Localhost' ? [] : [{
      field: profile.field('type'), value, rule: 'must be RuntimeDefault or Localhost', fix: 'use one of the two, or leave the profile out',
    }];
  });
}

function annotations({ metadata }: PodView): Breach[] {
  const all = metadata.map('annotations');
  return (all?.keys ?? []).filter(key => key.startsWith(ANNOTATION)).flatMap(key => {
    const value = all!.text(key);
    return value === undefined || value === '' || value === 'runtime/default' || value.startsWith('localhost/') ? [] : [{
      field: `${all!.path}[${key}]`, value, rule: 'must be runtime/default or localhost/…', fix: 'use one of the two, or leave the annotation out',
    }];
  });
}
