using System.CommandLine;
using GdoiSim.Cli.Decoding;

namespace GdoiSim.Cli.Commands;

/// <summary>The options that give the keys of one phase 1 SA; those of many are in a side file.</summary>
internal sealed class Phase1Options
{
    private readonly Option<string?> _key = Digits(
        "--phase1-key",
        "The encryption key of a phase 1 SA, the first octets of SKEYID_e: decrypts messages 5 and 6 of main mode and "
        + "GROUPKEY-PULL.");

    private readonly Option<string?> _skeyidA = Digits("--skeyid-a", "SKEYID_a of that SA: checks HASH(1) to HASH(4).");

    private readonly Option<string?> _lastBlock = Digits(
        "--last-block",
        "The last ciphertext block of that phase 1, from which the IV of message 1 of GROUPKEY-PULL is made; a capture "
        + "of the whole phase 1 has it.");

    private readonly Option<string?> _iv = Digits(
        "--iv", "The IV of a message by itself: the last ciphertext block of the message before it.");

    private readonly Option<string?> _cookies = Digits(
        "--phase1-cookies", "The cookies of that SA; without them its key is tried on every registration.");

    /// <summary>Adds the options to a command.</summary>
    public void AddTo(Command command)
    {
        foreach (Option option in new[] { _key, _skeyidA, _lastBlock, _iv, _cookies })
        {
            command.Add(option);
        }
    }

    /// <summary>Adds what was given to the keys.</summary>
    public void AddTo(DecodeKeys keys, ParseResult parsed) => keys.AddPhase1(
        parsed.GetValue(_key),
        parsed.GetValue(_skeyidA),
        parsed.GetValue(_lastBlock),
        parsed.GetValue(_iv),
        parsed.GetValue(_cookies));

    private static Option<string?> Digits(string name, string description) => new(name)
    {
        Description = description,
        HelpName = "HEX",
    };
}
