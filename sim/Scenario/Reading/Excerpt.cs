using System.Text;

namespace GdoiSim.Scenario;

/// <summary>What was found, as a message shows it: short, one line, no characters that steer a terminal.</summary>
internal static class Excerpt
{
    private const int Longest = 60;

    public static string Of(string text)
    {
        var excerpt = new StringBuilder();
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (excerpt.Length >= Longest)
            {
                return excerpt.Append('…').ToString();
            }

            bool printable = !Rune.IsControl(rune)
                && Rune.GetUnicodeCategory(rune) is not (System.Globalization.UnicodeCategory.Format
                    or System.Globalization.UnicodeCategory.LineSeparator
                    or System.Globalization.UnicodeCategory.ParagraphSeparator);
            excerpt.Append(printable ? rune.ToString() : $"\\u{rune.Value:x4}");
        }

        return excerpt.ToString();
    }
}
