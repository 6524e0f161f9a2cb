import type { Problem } from '../manifests/problem';

/** A file that the index of a tree lists, and that is not there. */
export function missingOf(file: string): Problem {
  return { id: 'drift-missing', source: { file }, message: 'is listed in the index and does not stand here', fix: 'run bulwark synth and commit the result' };
}

/** A file whose bytes are not those of which the index holds the digest. */
export function editedOf(file: string): Problem {
  return { id: 'file-edited', source: { file }, message: 'was changed since synth wrote it', fix: 'make the change in the source and run bulwark synth' };
}

/** A manifest that no index lists, in a folder whose manifests an agent applies. */
export function foreignOf(file: string): Problem {
  return {
    id: 'drift-foreign',
    source: { file },
    message: 'was not written by synth, and an agent that syncs this folder applies it',
    fix: 'express it in the source, or move it out of the folder',
  };
}
