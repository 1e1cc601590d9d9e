/** One thing wrong with one field. Reasons are Kubernetes' cause types. */
export interface FieldError {
  /** Such as spec.containers[0].image. */
  readonly path: string;
  readonly reason:
    | 'FieldValueRequired'
    | 'FieldValueInvalid'
    | 'FieldValueNotSupported'
    | 'FieldValueDuplicate'
    | 'FieldValueForbidden'
    | 'FieldValueTooLong'
    | 'FieldValueTypeInvalid'
    | 'FieldValueUnknown';
  readonly message: string;
}
