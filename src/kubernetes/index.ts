export * from './api-kinds';
export * from './authorizable';
export * from './bootstrap-policy';
export * from './containerd';
export * from './distributions';
export * from './image-users';
export * from './minors';
export * from './resources';
