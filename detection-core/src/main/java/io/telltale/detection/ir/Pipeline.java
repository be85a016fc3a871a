package io.telltale.detection.ir;

import java.util.List;

/**
 * A source of events and the stages that they pass.
 *
 * @param logType which events enter: {@link #CLOUDTRAIL}, or the name of a log that this engine has no reader for
 */
public record Pipeline(String logType, List<Stage> stages) {
    /** Records of AWS CloudTrail. */
    public static final String CLOUDTRAIL = "aws.cloudtrail";

    public Pipeline {
        stages = List.copyOf(stages);
    }
}
