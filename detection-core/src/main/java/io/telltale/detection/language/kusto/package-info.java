/** The Kusto query language as Microsoft Sentinel's rules use it: lexer, parser, lowering, functions. */
@NullMarked
package io.telltale.detection.language.kusto;

import org.jspecify.annotations.NullMarked;
