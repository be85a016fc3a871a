package io.telltale.detection.language.python;

import io.telltale.detection.language.Companions;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The data models that a program has asked for, each read once. */
final class DataModels {
    private static final int MOST = 200;

    private final Map<String, Optional<DataModel>> read = new ConcurrentHashMap<>();

    Optional<DataModel> find(String logType, Companions companions) {
        Optional<DataModel> known = read.get(logType);
        if (known == null) {
            known = DataModel.of(logType, companions);
            if (read.size() < MOST) {
                read.putIfAbsent(logType, known);
            }
        }
        return known;
    }
}
