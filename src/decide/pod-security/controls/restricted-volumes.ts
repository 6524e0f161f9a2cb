import type { Control } from '../control';

const ALLOWED = ['configMap', 'csi', 'downwardAPI', 'emptyDir', 'ephemeral', 'image', 'persistentVolumeClaim', 'projected', 'secret'];

/**
 * Only volumes that hold nothing of the host and none of the network but by a claim (policy/check_restrictedVolumes.go).
 * A volume without a source is an emptyDir to the API server (pkg/apis/core/v1/defaults.go, SetDefaults_Volume). A source
 * that is not known here is refused.
 */
export const RESTRICTED_VOLUMES: Control = {
  id: 'restrictedVolumes',
  level: 'restricted',
  overrides: ['hostPathVolumes'],
  revisions: [{
    since: 0,
    check: ({ spec }) => spec.list('volumes').flatMap(volume => {
      const sources = volume.keys.filter(key => key !== 'name');
      return sources.length === 0 || sources.some(key => ALLOWED.includes(key)) ? [] : [{
        field: volume.field(sources[0]!), rule: `a volume must be one of ${ALLOWED.join(', ')}`, fix: 'use a persistentVolumeClaim, or an emptyDir',
      }];
    }),
  }],
};
