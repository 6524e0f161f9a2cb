export * from './api-kinds';
export * from './authorizable';
export * from './bootstrap-policy';
export * from './containerd';
export * from './distributions';
export * from './minors';
export * from './resources';
