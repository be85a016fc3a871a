@NullMarked
package io.telltale.detection.language.kusto;

import org.jspecify.annotations.NullMarked;
