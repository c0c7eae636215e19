namespace GdoiSim.Protocol.Messages;

/// <summary>
/// Which Length the header has in the octets that SIG covers. RFC 6407 section 4 signs the message "before it has been
/// encrypted", and encryption appends padding: the message sent is longer than the message signed.
/// </summary>
public enum SignedLength : byte
{
    /// <summary>Length without the padding: the literal reading, and that of the reference implementation.</summary>
    WithoutPadding = 0,

    /// <summary>Length as it is sent, padding included: the other reading.</summary>
    AsSent = 1,
}
