namespace GdoiSim.Scenario;

/// <summary>Finds the word that a misspelling most likely meant.</summary>
public static class NearestWord
{
    /// <summary>
    /// The candidate with the fewest insertions, deletions, substitutions and swaps of neighbours, if these are few
    /// against its length; ties go to the earlier candidate. Letter case and the choice of '-' or '_' count nothing.
    /// </summary>
    public static string? To(string word, IEnumerable<string> candidates)
    {
        string sought = Normalise(word);
        string? best = null;
        int fewest = int.MaxValue;
        foreach (string candidate in candidates)
        {
            int allowed = 1 + candidate.Length / 4;
            if (Math.Abs(candidate.Length - sought.Length) > allowed)
            {
                continue;
            }

            int edits = Edits(sought, Normalise(candidate));
            if (edits <= allowed && edits < fewest)
            {
                (best, fewest) = (candidate, edits);
            }
        }

        return best;
    }

    private static string Normalise(string word) => word.ToLowerInvariant().Replace('-', '_');

    /// <summary>Edit distance with transpositions of neighbours (optimal string alignment).</summary>
    private static int Edits(string from, string to)
    {
        var distance = new int[from.Length + 1, to.Length + 1];
        for (int i = 0; i <= from.Length; i++)
        {
            distance[i, 0] = i;
        }

        for (int j = 0; j <= to.Length; j++)
        {
            distance[0, j] = j;
        }

        for (int i = 1; i <= from.Length; i++)
        {
            for (int j = 1; j <= to.Length; j++)
            {
                int substitution = distance[i - 1, j - 1] + (from[i - 1] == to[j - 1] ? 0 : 1);
                distance[i, j] = Math.Min(substitution, 1 + Math.Min(distance[i - 1, j], distance[i, j - 1]));
                if (i > 1 && j > 1 && from[i - 1] == to[j - 2] && from[i - 2] == to[j - 1])
                {
                    distance[i, j] = Math.Min(distance[i, j], 1 + distance[i - 2, j - 2]);
                }
            }
        }

        return distance[from.Length, to.Length];
    }
}
