package io.telltale.detection.vendor;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A repository in memory, for tests: texts by their paths. */
record TextFiles(Map<String, String> texts) implements RepositoryFiles {
    static TextFiles of(String path, String text) {
        return new TextFiles(Map.of(path, text));
    }

    @Override
    public List<String> paths() {
        return List.copyOf(new TreeMap<>(texts).keySet());
    }

    @Override
    public String read(String path) {
        return String.valueOf(texts.get(path));
    }
}
