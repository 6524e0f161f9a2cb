import type { Control } from '../control';

/** No folder of the host (policy/check_hostPathVolumes.go). */
export const HOST_PATH_VOLUMES: Control = {
  id: 'hostPathVolumes',
  level: 'baseline',
  revisions: [{
    since: 0,
    check: ({ spec }) => spec.list('volumes').flatMap(volume => volume.map('hostPath') === undefined ? [] : [{
      field: volume.field('hostPath'), value: volume.map('hostPath')!.text('path'), rule: 'must not be there', fix: 'use a persistentVolumeClaim, or an emptyDir',
    }]),
  }],
};
