package io.telltale.detection.vendor;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import io.telltale.detection.text.Position;
import io.telltale.detection.text.RuleSyntaxException;
import io.telltale.detection.text.SourceText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;
import org.snakeyaml.engine.v2.schema.CoreSchema;

/**
 * A document of a YAML 1.2 file as data that remembers where each of its texts stands. Plain scalars follow the core
 * schema ({@code True} and {@code true} are one); {@code on}, {@code yes} and dates stay text. Tags of the reader's making, anchors that multiply beyond the
 * limit, duplicate keys and nesting beyond the limit are errors.
 */
public final class YamlDocument {
    /** Nodes that one document may unfold to, aliases counted each time. */
    public static final int MAX_NODES = 200_000;

    private static final int MAX_DEPTH = 100;
    /** A longer file is not read: the time for one long scalar grows with the square of its length. */
    private static final int MAX_LENGTH = 1_000_000;

    private final String file;
    private final String fileText;
    private final Node root;
    private final Value value;

    private YamlDocument(String file, String fileText, Node root) throws RuleSyntaxException {
        this.file = file;
        this.fileText = fileText;
        this.root = root;
        this.value = convert(root, 0, new int[1]);
    }

    /**
     * Reads all documents of a file.
     *
     * @throws RuleSyntaxException at the place that is not YAML, or breaks a limit
     */
    public static List<YamlDocument> readAll(String file, String text) throws RuleSyntaxException {
        if (text.length() > MAX_LENGTH) {
            throw new RuleSyntaxException(new Position(file, 1, 1), "YAML: longer than " + MAX_LENGTH + " characters");
        }
        var settings = LoadSettings.builder()
                .setLabel(file)
                .setSchema(new CoreSchema())
                .setAllowDuplicateKeys(false)
                .setMaxAliasesForCollections(50)
                .setCodePointLimit(MAX_LENGTH)
                .build();
        var documents = new ArrayList<YamlDocument>();
        try {
            for (Node node : new Compose(settings).composeAllFromString(text)) {
                documents.add(new YamlDocument(file, text, node));
            }
        } catch (MarkedYamlEngineException e) {
            Mark mark = e.getProblemMark().or(e::getContextMark).orElse(null);
            String problem = Optional.ofNullable(e.getProblem()).orElse(e.getMessage());
            throw new RuleSyntaxException(
                    mark == null ? new Position(file, 1, 1) : position(file, mark), "YAML: " + problem);
        } catch (YamlEngineException e) {
            throw new RuleSyntaxException(new Position(file, 1, 1), "YAML: " + e.getMessage());
        } catch (RuntimeException e) {
            throw new RuleSyntaxException(new Position(file, 1, 1), "YAML: " + e);
        } catch (StackOverflowError e) {
            throw new RuleSyntaxException(new Position(file, 1, 1), "YAML: nested too deeply");
        }
        return documents;
    }

    /** The document as data; a document that is no mapping is under the key {@code ""}. */
    public Value.ObjectOf value() {
        return value instanceof Value.ObjectOf object
                ? object
                : Values.objectOf(new LinkedHashMap<>(java.util.Map.of("", value)));
    }

    /** The text under a path of keys and list indexes (decimal), with its place in the file. */
    public Optional<SourceText> text(String... path) {
        return node(path) instanceof ScalarNode scalar
                ? Optional.of(YamlScalars.of(file, fileText, scalar))
                : Optional.empty();
    }

    /** Where the value under a path begins; the document's beginning where there is no such path. */
    public Position position(String... path) {
        Node node = node(path);
        Mark mark = (node == null ? root : node).getStartMark().orElse(null);
        return mark == null ? new Position(file, 1, 1) : position(file, mark);
    }

    public String file() {
        return file;
    }

    private Node node(String... path) {
        Node node = root;
        for (String step : path) {
            Node next = null;
            if (node instanceof MappingNode mapping) {
                for (NodeTuple tuple : mapping.getValue()) {
                    if (tuple.getKeyNode() instanceof ScalarNode key
                            && key.getValue().equals(step)) {
                        next = tuple.getValueNode();
                    }
                }
            } else if (node instanceof SequenceNode sequence && step.chars().allMatch(Character::isDigit)) {
                int index = Integer.parseInt(step);
                next = index < sequence.getValue().size() ? sequence.getValue().get(index) : null;
            }
            if (next == null) {
                return null;
            }
            node = next;
        }
        return node;
    }

    private Value convert(Node node, int depth, int[] count) throws RuleSyntaxException {
        if (depth > MAX_DEPTH) {
            throw at(node, "nested deeper than " + MAX_DEPTH);
        }
        if (++count[0] > MAX_NODES) {
            throw at(node, "unfolds to more than " + MAX_NODES + " nodes");
        }
        if (node instanceof MappingNode mapping) {
            var members = new LinkedHashMap<String, Value>();
            for (NodeTuple tuple : mapping.getValue()) {
                if (!(tuple.getKeyNode() instanceof ScalarNode key)) {
                    throw at(tuple.getKeyNode(), "a key that is not a scalar");
                }
                if (members.put(key.getValue(), convert(tuple.getValueNode(), depth + 1, count)) != null) {
                    throw at(key, "duplicate key " + key.getValue());
                }
            }
            return new Value.ObjectOf(members);
        }
        if (node instanceof SequenceNode sequence) {
            var elements = new ArrayList<Value>();
            for (Node element : sequence.getValue()) {
                elements.add(convert(element, depth + 1, count));
            }
            return new Value.ListOf(elements);
        }
        ScalarNode scalar = (ScalarNode) node;
        return scalar(scalar);
    }

    private static Value scalar(ScalarNode scalar) {
        String text = scalar.getValue();
        Tag tag = scalar.getTag();
        if (scalar.getScalarStyle() != ScalarStyle.PLAIN) {
            return Values.of(text);
        }
        if (tag.equals(Tag.NULL)) {
            return Values.NULL;
        }
        if (tag.equals(Tag.BOOL)) {
            return Values.of(Boolean.parseBoolean(text.toLowerCase(java.util.Locale.ROOT)));
        }
        try {
            if (tag.equals(Tag.INT)) {
                return Values.of(Long.parseLong(text));
            }
            if (tag.equals(Tag.FLOAT)) {
                return Values.of(Double.parseDouble(text));
            }
        } catch (NumberFormatException e) {
            return Values.of(text);
        }
        return Values.of(text);
    }

    private RuleSyntaxException at(Node node, String problem) {
        Mark mark = node.getStartMark().orElse(null);
        return new RuleSyntaxException(
                mark == null ? new Position(file, 1, 1) : position(file, mark), "YAML: " + problem);
    }

    private static Position position(String file, Mark mark) {
        return new Position(file, mark.getLine() + 1, mark.getColumn() + 1);
    }
}
