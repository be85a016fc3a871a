package io.telltale.detection.schema;

import io.telltale.detection.ir.FieldPath;

/**
 * A vendor's field and the CloudTrail field behind it.
 *
 * @param name as the vendor's rules write it
 * @param path the provider's field
 * @param form what the vendor makes of it: {@code plain}, or a word that the language's lowering turns into a function
 *     ({@code json_text}, {@code flattened}, {@code outcome})
 */
public record SchemaField(String name, FieldPath path, String form) {}
