import type { FieldError, FieldErrorType } from './field-error';

/** What to do about a complaint of the API server, which itself only says what it wants. */
const FIXES: Readonly<Record<FieldErrorType, string>> = {
  FieldValueRequired: 'add it',
  FieldValueInvalid: 'change it so that it does',
  FieldValueNotSupported: 'use one of these values',
  FieldValueForbidden: 'take it out',
  FieldValueDuplicate: 'leave one of the two out',
  FieldValueTooLong: 'make it shorter',
  FieldUnknown: 'mend its spelling or its place, or take it out',
  FieldTypeInvalid: 'give it a value of that type',
};

export function fixFor({ type, value, detail }: FieldError): string {
  if (type === 'FieldValueInvalid' && detail.includes('CIDR')) {
    return 'write an address and the length of its prefix: 10.0.0.0/8, 192.0.2.7/32, 2001:db8::/64';
  }
  if (type === 'FieldValueInvalid' && detail.includes('RFC 1123') && typeof value === 'string') {
    const name = value.toLowerCase().replace(detail.includes('subdomain') ? /[^a-z0-9.-]+/g : /[^a-z0-9-]+/g, '-').replace(/^[-.]+|[-.]+$/g, '');
    return name === '' || name === value ? FIXES.FieldValueInvalid : `call it ${name}`;
  }
  return detail === 'field is immutable' ? 'delete the object and make it anew' : FIXES[type];
}
