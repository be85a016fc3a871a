package io.telltale.detection.language.python;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.MissingResourceException;
import java.util.Optional;

/** The module pycountry, as far as it is run here: a country by its ISO 3166 code, with its codes and English name. */
final class Countries {
    private Countries() {}

    static Map<String, Object> names() {
        return Map.of(
                "countries",
                new Py.Module("pycountry.countries", Map.of("get", Modules.function("get", Countries::find))));
    }

    private static Object find(Arguments a) {
        Optional<Locale> found = Optional.empty();
        for (String code : Locale.getISOCountries()) {
            var country = new Locale("", code);
            boolean isWanted = a.named().entrySet().stream().allMatch(e -> switch (e.getKey()) {
                case "alpha_2" -> code.equalsIgnoreCase(Text.str(e.getValue()));
                case "alpha_3" -> alpha3(country).equalsIgnoreCase(Text.str(e.getValue()));
                case "name" -> country.getDisplayCountry(Locale.ENGLISH).equalsIgnoreCase(Text.str(e.getValue()));
                default -> throw Stopped.notRun("pycountry.countries.get by " + e.getKey());
            });
            if (isWanted && !a.named().isEmpty()) {
                found = Optional.of(country);
                break;
            }
        }
        if (found.isEmpty()) {
            return Py.None.NONE;
        }
        var country = new Instance(new ClassObject("Country", List.of(), Map.of()));
        country.set("alpha_2", found.get().getCountry());
        country.set("alpha_3", alpha3(found.get()));
        country.set("name", found.get().getDisplayCountry(Locale.ENGLISH));
        return country;
    }

    private static String alpha3(Locale country) {
        try {
            return country.getISO3Country();
        } catch (MissingResourceException e) {
            return "";
        }
    }
}
