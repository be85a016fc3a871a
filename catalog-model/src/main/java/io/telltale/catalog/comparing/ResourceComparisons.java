package io.telltale.catalog.comparing;

import io.telltale.catalog.Comparisons;
import io.telltale.catalog.view.ComparisonView;
import io.telltale.detection.DetectionCore;
import io.telltale.detection.vendor.PathFiles;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads comparisons from the class path's folder {@code catalog/comparisons/} and runs them once, when first asked. */
@ApplicationScoped
public class ResourceComparisons implements Comparisons {
    private static final String ENDING = ".yaml";
    private static final String ONE = "catalog/comparisons/high-scan-findings" + ENDING;

    private @Nullable List<ComparisonView> read;

    @Override
    public synchronized List<ComparisonView> all() {
        List<ComparisonView> known = read;
        if (known == null) {
            known = readAll();
            read = known;
        }
        return known;
    }

    @Override
    public Optional<ComparisonView> comparison(String id) {
        return all().stream().filter(each -> each.id().equals(id)).findFirst();
    }

    private static List<ComparisonView> readAll() {
        URL resource = Thread.currentThread().getContextClassLoader().getResource(ONE);
        if (resource == null) {
            throw new IllegalStateException("the class path has no " + ONE);
        }
        var run = new ComparisonRun(DetectionCore.standard());
        var views = new ArrayList<ComparisonView>();
        try {
            PathFiles files = PathFiles.beside(resource);
            for (String path : files.paths()) {
                String id = path.substring(0, path.length() - ENDING.length());
                views.add(run.view(id, ComparisonFile.read(path, files.read(path))));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        views.sort(Comparator.comparing(ComparisonView::title));
        return List.copyOf(views);
    }
}
