package dev.vitrine.tray;

/** A notification: plain text, without anything that was captured. */
public record Announcement(Sign sign, String title, String text) {}
