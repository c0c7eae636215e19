namespace GdoiSim.Protocol.Lkh;

/// <summary>How new members get the keys between their leaf and the root.</summary>
public enum JoinerDelivery
{
    /// <summary>
    /// By an LKH_DOWNLOAD_ARRAY after the rekey, as in a registration (RFC 6407 section 3.4): the rekey message has
    /// nothing for them.
    /// </summary>
    ByDownload,

    /// <summary>
    /// By the rekey message, encrypted under leaf keys that they were given before: the batch model of the literature
    /// (Li, Yang, Gouda and Lam 2001).
    /// </summary>
    ByUpdate,
}
