"""What is on file about clients across all slices: corrected, merged, exported, erased, imported (row N23)."""
