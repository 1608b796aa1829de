using PixelGpt.Runs;

namespace PixelGpt.Cli.Show;

/// <summary>What is said about the cards of models.</summary>
internal static class CardDisplay
{
    /// <summary>The note that a card was not updated.</summary>
    public const string Edited = $"note     {ModelCard.FileName} was written or edited by you and is not updated; delete it to get a new one";
}
