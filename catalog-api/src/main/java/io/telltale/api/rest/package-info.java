/** The catalog and its runs over HTTP, as JSON under {@code /api/v1}. Holds no logic: what it shows is the domain's. */
@NullMarked
package io.telltale.api.rest;

import org.jspecify.annotations.NullMarked;
