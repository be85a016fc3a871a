package io.telltale.detection.language.kusto;

import io.telltale.detection.ir.Value;
import io.telltale.detection.ir.Values;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Makes an object of XML: elements and attributes are members, the latter behind an {@code @}; text beside them is
 * {@code #text}; elements of one name are a list. See <a
 * href="https://learn.microsoft.com/en-us/kusto/query/parse-xml-function">parse_xml</a>.
 */
final class KustoXml {
    private static final int MAX_LENGTH = 1_048_576;
    private static final int MAX_DEPTH = 200;

    private KustoXml() {}

    /** The object; null where the text is no XML, too long, or too deep. */
    static Value parse(String text) {
        if (text.isBlank() || text.length() > MAX_LENGTH) {
            return Values.NULL;
        }
        XMLInputFactory factory = XMLInputFactory.newFactory();
        factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
        factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
        factory.setProperty(XMLInputFactory.IS_NAMESPACE_AWARE, false);
        factory.setProperty(XMLInputFactory.IS_COALESCING, true);
        try {
            XMLStreamReader reader = factory.createXMLStreamReader(new StringReader(text.strip()));
            int event = reader.next();
            while (event != XMLStreamConstants.START_ELEMENT) {
                event = reader.next();
            }
            String name = reader.getLocalName();
            Value root = element(reader, 0);
            while (reader.hasNext()) {
                reader.next();
            }
            return Values.objectOf(Map.of(name, root));
        } catch (XMLStreamException e) {
            return Values.NULL;
        }
    }

    /** What an element whose start has been read holds, up to its end. */
    private static Value element(XMLStreamReader reader, int depth) throws XMLStreamException {
        if (depth > MAX_DEPTH) {
            throw new XMLStreamException("deeper than " + MAX_DEPTH);
        }
        Map<String, List<Value>> members = new LinkedHashMap<>();
        for (int i = 0; i < reader.getAttributeCount(); i++) {
            add(members, "@" + reader.getAttributeLocalName(i), scalar(reader.getAttributeValue(i)));
        }
        var text = new StringBuilder();
        for (int event = reader.next(); event != XMLStreamConstants.END_ELEMENT; event = reader.next()) {
            if (event == XMLStreamConstants.START_ELEMENT) {
                add(members, reader.getLocalName(), element(reader, depth + 1));
            } else if (event == XMLStreamConstants.CHARACTERS || event == XMLStreamConstants.CDATA) {
                text.append(reader.getText());
            }
        }
        String stripped = text.toString().strip();
        Value said = stripped.isEmpty() ? Values.NULL : scalar(stripped);
        if (members.isEmpty()) {
            return said;
        }
        if (!stripped.isEmpty()) {
            add(members, "#text", said);
        }
        var object = new LinkedHashMap<String, Value>();
        members.forEach((name, values) -> object.put(name, values.size() == 1 ? values.get(0) : Values.listOf(values)));
        return Values.objectOf(object);
    }

    private static void add(Map<String, List<Value>> members, String name, Value value) {
        members.computeIfAbsent(name, n -> new ArrayList<>()).add(value);
    }

    /** Numbers are numbers, as in the documentation's example; all else is text. */
    private static Value scalar(String text) {
        Value read = KustoValues.parseJson(Values.of(text));
        return KustoValues.isNumber(read) ? read : Values.of(text);
    }
}
