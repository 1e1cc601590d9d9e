// Original file: proto/kuorum/v1/meta.proto


export interface StatusCause {
  /**
   * Such as FieldValueInvalid, FieldValueRequired, FieldValueNotSupported.
   */
  'reason'?: (string);
  'message'?: (string);
  /**
   * Path of the field, such as spec.containers[0].image.
   */
  'field'?: (string);
}

export interface StatusCause__Output {
  /**
   * Such as FieldValueInvalid, FieldValueRequired, FieldValueNotSupported.
   */
  'reason': (string);
  'message': (string);
  /**
   * Path of the field, such as spec.containers[0].image.
   */
  'field': (string);
}
