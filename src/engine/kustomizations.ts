/** Kustomize changes what it lists, and its file needs no kind to be one. */
export function kustomizations(files: readonly string[]): string[] {
  return files.filter(isKustomization).map(file => `what kustomize makes of the manifests by ${file} is not among them`);
}

/** Whether a path is that of a file by which kustomize works. */
export function isKustomization(file: string): boolean {
  return /(^|[\\/])kustomization\.ya?ml$/.test(file);
}
