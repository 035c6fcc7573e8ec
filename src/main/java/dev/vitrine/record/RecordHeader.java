package dev.vitrine.record;

import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What all records have in common. {@code id} and {@code session} are 128 random bits in base64url;
 * {@code t} is milliseconds since the session began, rounded to 100 (to 1000 for text); {@code app}
 * is the policy rule's name, {@code policy} the revision.
 */
public record RecordHeader(
    String id,
    String session,
    LocalDate day,
    long t,
    String app,
    String policy,
    @Nullable String title,
    @Nullable String site,
    List<Remark> remarks) {
  public RecordHeader {
    remarks = List.copyOf(remarks);
  }

  @Override
  public String toString() {
    return "RecordHeader";
  }
}
