using GdoiSim.Capture;
using GdoiSim.Protocol.Inspection;

namespace GdoiSim.Cli.Decoding;

/// <summary>One message of the input.</summary>
/// <param name="Number">Its number in the input, from 1.</param>
/// <param name="Inspection">What the inspector found.</param>
/// <param name="Captured">Where it was captured; null if the input is no capture.</param>
/// <param name="ExchangeProblems">What is wrong between it and other messages of the capture.</param>
/// <param name="ExchangeNotes">What is worth knowing of it beside other messages of the capture.</param>
internal sealed record DecodedMessage(
    int Number,
    MessageInspection Inspection,
    CapturedDatagram? Captured,
    IReadOnlyList<string> ExchangeProblems,
    IReadOnlyList<string> ExchangeNotes)
{
    public bool IsValid => Inspection.IsValid && ExchangeProblems.Count == 0;
}

/// <summary>All of the input.</summary>
/// <param name="Name">How the input is called.</param>
/// <param name="IsCapture">Whether it is a capture.</param>
/// <param name="Messages">Its messages.</param>
/// <param name="PassedOver">What else a capture holds: how many of what.</param>
/// <param name="Problem">Why the capture could not be read to its end, or holds no message; null otherwise.</param>
internal sealed record DecodedInput(
    string Name,
    bool IsCapture,
    IReadOnlyList<DecodedMessage> Messages,
    IReadOnlyDictionary<string, int> PassedOver,
    string? Problem)
{
    public bool IsValid => Problem is null && Messages.All(message => message.IsValid);
}
