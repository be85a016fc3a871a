/** Elastic Common Schema over records of AWS CloudTrail, as Elastic's integration computes it, and what Elastic's rule types do with rows. */
@NullMarked
package io.telltale.detection.schema.ecs;

import org.jspecify.annotations.NullMarked;
