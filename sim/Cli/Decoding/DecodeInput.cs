using GdoiSim.Capture;

namespace GdoiSim.Cli.Decoding;

/// <summary>What <c>gdoisim decode</c> was given to read.</summary>
/// <param name="Name">How it is called in the report.</param>
/// <param name="Octets">Its octets.</param>
internal sealed record DecodeInput(string Name, ReadOnlyMemory<byte> Octets)
{
    /// <summary>Octets of the longest file that is read.</summary>
    private const int LongestFile = 1 << 30;

    public bool IsCapture => CaptureFile.IsCapture(Octets.Span);

    /// <summary>Takes the argument: "-" for standard input, a file, or hexadecimal digits.</summary>
    /// <param name="argument">The argument.</param>
    /// <param name="standardInput">Opens standard input.</param>
    /// <param name="problem">What is wrong; null if nothing is.</param>
    public static DecodeInput? Read(string argument, Func<Stream> standardInput, out string? problem)
    {
        problem = null;
        try
        {
            if (argument == "-")
            {
                using Stream stream = standardInput();
                return Of("standard input", ReadAll(stream));
            }

            if (File.Exists(argument))
            {
                using FileStream stream = File.OpenRead(argument);
                return Of(argument, ReadAll(stream));
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            problem = $"{argument}: {exception.Message}";
            return null;
        }

        if (Digits(argument) is { } octets)
        {
            return new DecodeInput("INPUT", octets);
        }

        string shown = argument.Length > 40 ? argument[..40] + "…" : argument;
        problem = $"INPUT: found '{shown}'; allowed: a file that exists, '-' for standard input, "
            + "or hexadecimal digits in pairs";
        return null;
    }

    // A file of nothing but hexadecimal digits is a message in text form, as an editor or a log has it.
    private static DecodeInput Of(string name, byte[] octets)
    {
        bool isText = octets.Length > 0
            && octets.All(octet => char.IsAsciiHexDigit((char)octet) || IsSpace((char)octet));
        byte[]? digits = isText ? Digits(string.Concat(octets.Select(octet => (char)octet))) : null;
        return new DecodeInput(name, digits ?? octets);
    }

    private static byte[] ReadAll(Stream stream)
    {
        var memory = new MemoryStream();
        var buffer = new byte[1 << 16];
        int read;
        while ((read = stream.Read(buffer)) > 0)
        {
            if (memory.Length + read > LongestFile)
            {
                throw new IOException("longer than 1 GiB: cut it, for example with editcap");
            }

            memory.Write(buffer, 0, read);
        }

        return memory.ToArray();
    }

    private static byte[]? Digits(string text)
    {
        string digits = string.Concat(text.Where(letter => !IsSpace(letter) && letter != ':'));
        return digits.Length > 0 && digits.Length % 2 == 0 && digits.All(char.IsAsciiHexDigit)
            ? Convert.FromHexString(digits)
            : null;
    }

    private static bool IsSpace(char letter) => letter is ' ' or '\t' or '\r' or '\n';
}
