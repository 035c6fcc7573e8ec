package dev.vitrine.report;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** From the names that labelled sets use (Presidio's, gitleaks') to the catalogue's entities. */
final class EntityNames {
  /** Where the name alone does not say it. */
  private static final Map<String, Set<String>> ALIASES =
      Map.ofEntries(
          Map.entry("age-secret-key", Set.of("PRIVATE_KEY")),
          Map.entry("curl-auth-header", Set.of("PASSWORD")),
          Map.entry("curl-auth-user", Set.of("PASSWORD")),
          Map.entry("gcp-api-key", Set.of("SECRET_GOOGLE")),
          Map.entry("generic-api-key", Set.of("PASSWORD", "SECRET_GENERIC")),
          Map.entry("hashicorp-tf-api-token", Set.of("SECRET_TERRAFORM")),
          Map.entry("hashicorp-tf-password", Set.of("PASSWORD", "SECRET_TERRAFORM")),
          Map.entry("jfrog-api-key", Set.of("SECRET_ARTIFACTORY")),
          Map.entry("jfrog-identity-token", Set.of("SECRET_ARTIFACTORY")),
          Map.entry("jwt", Set.of("JWT")),
          Map.entry("jwt-base64", Set.of("JWT")),
          Map.entry("kubernetes-secret-yaml", Set.of("PASSWORD", "SECRET_GENERIC")),
          Map.entry("nuget-config-password", Set.of("PASSWORD", "SECRET_NUGET")),
          Map.entry("private-key", Set.of("PRIVATE_KEY")),
          Map.entry("sidekiq-sensitive-url", Set.of("URL_CREDENTIALS", "SECRET_SIDEKIQ")),
          Map.entry("PH_MOBILE_NUMBER", Set.of("PHONE_NUMBER")),
          Map.entry("TR_PHONE_NUMBER", Set.of("PHONE_NUMBER")));

  private final Set<String> entities;

  /** Over the entities of the catalogue. */
  EntityNames(Set<String> entities) {
    this.entities = Set.copyOf(entities);
  }

  /** The entities that mean the same; empty where there is none. */
  Set<String> ours(String name) {
    Set<String> ours = new TreeSet<>();
    if (entities.contains(name)) {
      ours.add(name);
    }
    ALIASES.getOrDefault(name, Set.of()).stream().filter(entities::contains).forEach(ours::add);
    if (ours.isEmpty() && name.equals(name.toLowerCase(Locale.ROOT))) {
      String vendor = vendor(name);
      if (vendor != null) {
        ours.add(vendor);
      }
    }
    return ours;
  }

  /** {@code huggingface-access-token} begins with the vendor of {@code SECRET_HUGGING_FACE}. */
  private String vendor(String name) {
    StringBuilder joined = new StringBuilder();
    String best = null;
    for (String part : name.toUpperCase(Locale.ROOT).split("-", -1)) {
      joined.append(part);
      for (String entity : entities) {
        if (entity.startsWith("SECRET_")
            && entity.substring(7).replace("_", "").contentEquals(joined)) {
          best = entity;
        }
      }
    }
    return best;
  }
}
