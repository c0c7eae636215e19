using System.CommandLine;
using System.Text;
using GdoiSim.Cli.Decoding;
using GdoiSim.Protocol.Inspection;

namespace GdoiSim.Cli.Commands;

/// <summary><c>gdoisim decode INPUT</c>: messages taken apart, with the octet that is wrong.</summary>
internal static class DecodeCommand
{
    public static Command Create(Terminal terminal)
    {
        var input = new Argument<string>("INPUT")
        {
            Description = "A message as hexadecimal digits or as a file, a capture (pcap, pcapng; UDP port 848), "
                + "or '-' for standard input.",
        };
        Option<string[]> kek = Several(
            "--kek", "HEX",
            "A KEK as KEK_ALGORITHM_KEY has it, IV then key: decrypts, and checks HASH of the KEK types.");
        Option<string[]> publicKey = Several(
            "--public-key", "FILE", "The key server's public key, SubjectPublicKeyInfo in PEM or DER: checks SIG.");
        Option<string[]> baseKey = Several(
            "--base-key", "HEX", "The base key of acknowledgements, such as a leaf key, without IV: checks HASH.");
        Option<string[]> secrets = Several(
            "--secrets", "FILE", "The side file with the keys of a capture.");
        var ackType = new Option<string?>("--ack-type")
        {
            Description = "The type of the acknowledgements, kek_sha256, lkh_sha256, kek_sha512 or lkh_sha512, "
                + "where no SA in the input says it: which keys are base keys. Without it, all given are tried.",
            HelpName = "TYPE",
        };
        Phase1Options phase1 = new();
        Option<bool> json = CommonOptions.Json("Prints everything as one JSON object on standard output.");
        Option<bool> quiet = CommonOptions.Quiet();
        var command = new Command(
            "decode",
            "Takes GDOI messages apart and says which octet is wrong; checks what the keys given can check.\n\n"
            + "Exit codes: 0 every message is valid; 1 one is not, or the input is cut; 2 wrong command line.")
        {
            input, kek, publicKey, baseKey, ackType, secrets, json, quiet,
        };
        phase1.AddTo(command);
        command.SetAction(parsed =>
        {
            var keys = new DecodeKeys();
            Each(parsed.GetValue(kek), keys.AddKek);
            Each(parsed.GetValue(publicKey), keys.AddPublicKey);
            Each(parsed.GetValue(baseKey), keys.AddBaseKey);
            Each(parsed.GetValue(secrets), keys.AddSecrets);
            keys.SetAcknowledgement(parsed.GetValue(ackType));
            phase1.AddTo(keys, parsed);
            DecodeInput? read = DecodeInput.Read(parsed.GetValue(input)!, terminal.OpenInput, out string? problem);
            if (problem is not null || read is null || keys.Problems.Count > 0)
            {
                Each(keys.Problems, terminal.TellUsage);
                Each(problem is null ? [] : [problem], terminal.TellUsage);
                return ExitCode.Usage;
            }

            DecodedInput decoding = read.IsCapture
                ? CaptureDecoder.Decode(read, keys.Keys)
                : DecodeMessage(read, keys.Keys);
            Tell(decoding, terminal, parsed.GetValue(json), parsed.GetValue(quiet));
            return decoding.IsValid ? ExitCode.Success : ExitCode.Failure;
        });
        return command;
    }

    private static Option<string[]> Several(string name, string help, string description) => new(name)
    {
        Description = $"{description} May be repeated.",
        HelpName = help,
        DefaultValueFactory = _ => [],
    };

    private static DecodedInput DecodeMessage(DecodeInput input, InspectionKeys keys)
    {
        MessageInspection inspection = MessageInspector.Inspect(input.Octets, keys);
        return new DecodedInput(
            input.Name,
            IsCapture: false,
            [new DecodedMessage(1, inspection, Captured: null, [], [.. KeyHints.For(inspection, keys)])],
            new Dictionary<string, int>(),
            Problem: null);
    }

    private static void Tell(DecodedInput decoding, Terminal terminal, bool json, bool quiet)
    {
        if (!json)
        {
            new DecodeText(terminal, quiet).Tell(decoding);
            return;
        }

        var stream = new MemoryStream();
        DecodeJson.Write(decoding, stream);
        terminal.Output.WriteLine(Encoding.UTF8.GetString(stream.GetBuffer(), 0, (int)stream.Length));
    }

    private static void Each(IEnumerable<string>? texts, Action<string> action)
    {
        foreach (string text in texts ?? [])
        {
            action(text);
        }
    }
}
