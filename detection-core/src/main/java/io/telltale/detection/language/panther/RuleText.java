package io.telltale.detection.language.panther;

import io.telltale.detection.schema.panther.MatchExpressionException;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import io.telltale.detection.text.Span;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** The YAML file of a rule, for the places of what its data says. */
final class RuleText {
    private static final int MAX_LENGTH = 1_000_000;

    private final SourceText body;
    private final Optional<Node> root;

    /** @throws RuleSyntaxException where the file is too long */
    RuleText(SourceText body) throws RuleSyntaxException {
        if (body.text().length() > MAX_LENGTH) {
            throw new RuleSyntaxException(body, Span.NONE, "rule longer than " + MAX_LENGTH + " characters");
        }
        this.body = body;
        this.root = compose(body.text());
    }

    private static Optional<Node> compose(String text) {
        try {
            var settings = LoadSettings.builder()
                    .setCodePointLimit(MAX_LENGTH)
                    .setUseMarks(true)
                    .build();
            return new Compose(settings).composeString(text);
        } catch (YamlEngineException | StackOverflowError e) {
            // The rule's data came from its file by the vendor's reader, which tells what is wrong with it.
            return Optional.empty();
        }
    }

    /** Where the value under keys and decimal indexes stands, or the closest that there is around it. */
    Span at(List<String> path) {
        Optional<Node> node = root;
        for (String step : path) {
            Optional<Node> inner = node.flatMap(n -> child(n, step));
            if (inner.isEmpty()) {
                break;
            }
            node = inner;
        }
        Optional<Mark> start = node.flatMap(Node::getStartMark);
        Optional<Mark> end = node.flatMap(Node::getEndMark);
        if (start.isEmpty() || end.isEmpty()) {
            return Span.NONE;
        }
        int from = offset(start.get());
        return new Span(from, Math.max(from, offset(end.get())));
    }

    /** An offset in characters; marks count code points. */
    private int offset(Mark mark) {
        int points = Math.min(
                mark.getIndex(), body.text().codePointCount(0, body.text().length()));
        return body.text().offsetByCodePoints(0, points);
    }

    private static Optional<Node> child(Node node, String step) {
        if (node instanceof MappingNode mapping) {
            for (NodeTuple tuple : mapping.getValue()) {
                if (tuple.getKeyNode() instanceof ScalarNode key
                        && key.getValue().equals(step)) {
                    return Optional.of(tuple.getValueNode());
                }
            }
        }
        if (node instanceof SequenceNode sequence && step.chars().allMatch(Character::isDigit)) {
            int index = Integer.parseInt(step);
            return index < sequence.getValue().size()
                    ? Optional.of(sequence.getValue().get(index))
                    : Optional.empty();
        }
        return Optional.empty();
    }

    RuleSyntaxException error(MatchExpressionException e) {
        return error(e.path(), e.detail());
    }

    RuleSyntaxException error(List<String> path, String detail) {
        return new RuleSyntaxException(body, at(path), detail);
    }
}
