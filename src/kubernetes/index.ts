export * from './api-kinds';
export * from './authorizable';
export * from './bootstrap-policy';
export * from './minors';
export * from './resources';
