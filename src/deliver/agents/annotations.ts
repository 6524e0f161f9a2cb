import type { ObjectModel } from '../model';

type Json = Readonly<Record<string, unknown>>;

function mapAt(object: Json, key: string): Json {
  const value = object[key];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Json : {};
}

export function annotationsOf(object: Json): Json {
  return mapAt(mapAt(object, 'metadata'), 'annotations');
}

export function labelsOf(object: Json): Json {
  return mapAt(mapAt(object, 'metadata'), 'labels');
}

/** The same object with more annotations; the very same where there are none to add. */
export function withAnnotations(model: ObjectModel, more: Readonly<Record<string, string>>): ObjectModel {
  if (Object.keys(more).length === 0) {
    return model;
  }
  const { object } = model;
  return { ...model, object: { ...object, metadata: { ...mapAt(object, 'metadata'), annotations: { ...annotationsOf(object), ...more } } } };
}
