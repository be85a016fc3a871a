/** YARA-L 2: events by variables, joined in windows of time, counted and summed up. */
@NullMarked
package io.telltale.detection.language.yaral;

import org.jspecify.annotations.NullMarked;
