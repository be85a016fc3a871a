/** Server-rendered pages over the catalog: each asks the domain and hands its views to a template. */
@NullMarked
package io.telltale.web;

import org.jspecify.annotations.NullMarked;
