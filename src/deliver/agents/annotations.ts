import { mapAt, type Fields } from '../../manifests/fields';
import type { ObjectModel } from '../model';

export function annotationsOf(object: Fields): Fields {
  return mapAt(mapAt(object, 'metadata'), 'annotations');
}

export function labelsOf(object: Fields): Fields {
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
