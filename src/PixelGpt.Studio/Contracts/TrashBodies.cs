namespace PixelGpt.Studio.Contracts;

/// <summary>The trash.</summary>
/// <param name="Items">What can be restored, the most recently deleted first.</param>
internal sealed record TrashListBody(IReadOnlyList<TrashBody> Items);

/// <summary>A deleted model, run or data set.</summary>
/// <param name="Trash">The id to restore it with.</param>
/// <param name="Id">The id that it had.</param>
/// <param name="Kind">model or dataset.</param>
/// <param name="Deleted">When it was deleted.</param>
internal sealed record TrashBody(string Trash, string Id, string Kind, DateTimeOffset Deleted);

/// <summary>A new name.</summary>
/// <param name="Id">The new name.</param>
internal sealed record RenameBody(string Id);
