using System.Text;

namespace GdoiSim.Scenario;

/// <summary>Reads scenario files from disk: first into text within fixed bounds, then into nodes.</summary>
internal static class ScenarioReader
{
    /// <summary>Largest scenario file in octets; the shipped ones have some 2,000.</summary>
    public const int LargestFile = 1 << 20;

    /// <summary>
    /// The text of a file. Null, with the reason among the problems, if it cannot be opened, is too large or no text.
    /// At most <see cref="LargestFile"/> octets are ever held, whatever the path names.
    /// </summary>
    public static string? ReadText(string path, ProblemList problems)
    {
        SourcePosition file = SourcePosition.Whole(path);
        byte[] octets;
        try
        {
            using FileStream stream = new(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (stream.CanSeek && stream.Length > LargestFile)
            {
                problems.Error(file, $"found {stream.Length} octets; allowed: at most {LargestFile}");
                return null;
            }

            // A pipe or device has no length: read one octet more than is allowed and see.
            octets = new byte[LargestFile + 1];
            int count = stream.ReadAtLeast(octets, octets.Length, throwOnEndOfStream: false);
            if (count > LargestFile)
            {
                problems.Error(file, $"found more than {LargestFile} octets; allowed: at most {LargestFile}");
                return null;
            }

            octets = octets[..count];
        }
        catch (Exception exception) when (
            exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problems.Error(file, Reason(path, exception));
            return null;
        }

        return Decode(octets, path, problems);
    }

    /// <summary>UTF-8, byte order mark or not; control characters but tab and line ends are refused.</summary>
    public static string? Decode(ReadOnlySpan<byte> octets, string source, ProblemList problems)
    {
        string text;
        try
        {
            text = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(octets);
        }
        catch (DecoderFallbackException exception)
        {
            int line = 1 + octets[..exception.Index].Count((byte)'\n');
            int column = exception.Index - octets[..exception.Index].LastIndexOf((byte)'\n');
            problems.Error(new SourcePosition(source, line, column), "found octets that are not UTF-8; allowed: UTF-8");
            return null;
        }

        text = text.TrimStart('\uFEFF');
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is (< ' ' and not ('\t' or '\n' or '\r')) or '\u007f')
            {
                int line = 1 + text.AsSpan(0, i).Count('\n');
                int column = i - text.AsSpan(0, i).LastIndexOf('\n');
                problems.Error(
                    new SourcePosition(source, line, column),
                    $"found the control character {Excerpt.Of(text[i].ToString())}; allowed: text");
                return null;
            }
        }

        return text;
    }

    private static string Reason(string path, Exception exception) => exception switch
    {
        FileNotFoundException or DirectoryNotFoundException => "there is no such file",
        UnauthorizedAccessException when Directory.Exists(path) => "is a directory; allowed: a scenario file",
        UnauthorizedAccessException => "may not be read (permission denied)",
        _ => $"cannot be read: {exception.Message}",
    };
}
