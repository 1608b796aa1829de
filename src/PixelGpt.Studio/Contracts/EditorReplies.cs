using System.Text.Json.Serialization;

namespace PixelGpt.Studio.Contracts;

/// <summary>A message of the studio to an editor. Its property <c>type</c> says which kind it is.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "type")]
[JsonDerivedType(typeof(ReadyReply), "ready")]
[JsonDerivedType(typeof(ProgressReply), "progress")]
[JsonDerivedType(typeof(CandidateReply), "candidate")]
[JsonDerivedType(typeof(DoneReply), "done")]
[JsonDerivedType(typeof(CancelledReply), "cancelled")]
[JsonDerivedType(typeof(ErrorReply), "error")]
internal abstract record EditorReply;

/// <summary>The reply to hello: the connection can be used.</summary>
/// <param name="Version">The version of the protocol, 1.</param>
/// <param name="Model">The model's id.</param>
/// <param name="MaxWidth">The maximum width of the area that the model draws.</param>
/// <param name="MaxHeight">The maximum height of the area that the model draws.</param>
/// <param name="FreePalette">Whether the model draws in the colours of the picture.</param>
internal sealed record ReadyReply(int Version, string Model, int MaxWidth, int MaxHeight, bool FreePalette) : EditorReply;

/// <summary>Pixels were drawn. The first one, with 0 pixels, says that the request was accepted.</summary>
/// <param name="Id">The number of the request.</param>
/// <param name="Done">The number of drawn pixels of all candidates.</param>
/// <param name="Total">The number of pixels to draw.</param>
internal sealed record ProgressReply(int Id, int Done, int Total) : EditorReply;

/// <summary>A candidate is complete.</summary>
/// <param name="Id">The number of the request.</param>
/// <param name="Index">The number of the candidate, from 0.</param>
/// <param name="Width">The width of the picture.</param>
/// <param name="Height">The height of the picture.</param>
/// <param name="Pixels">The whole picture in base64, four bytes a pixel (red, green, blue, alpha). Given pixels are unchanged.</param>
internal sealed record CandidateReply(int Id, int Index, int Width, int Height, byte[] Pixels) : EditorReply;

/// <summary>All candidates are complete.</summary>
/// <param name="Id">The number of the request.</param>
/// <param name="Ranking">The numbers of the candidates, best first.</param>
/// <param name="Seconds">The duration of the drawing.</param>
/// <param name="Notes">What a user may want to know about the picture.</param>
internal sealed record DoneReply(int Id, IReadOnlyList<int> Ranking, double Seconds, IReadOnlyList<string> Notes) : EditorReply;

/// <summary>The drawing was stopped by a cancel message.</summary>
/// <param name="Id">The number of the request.</param>
internal sealed record CancelledReply(int Id) : EditorReply;

/// <summary>A request failed. The words are those of the problem details of the HTTP API.</summary>
/// <param name="Id">The number of the request; null if the message was not understood.</param>
/// <param name="Status">The HTTP status code of the problem.</param>
/// <param name="Title">The standard title of the status.</param>
/// <param name="Detail">What is wrong and how to fix it, in one line.</param>
internal sealed record ErrorReply(int? Id, int Status, string Title, string Detail) : EditorReply;
