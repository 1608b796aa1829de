namespace PixelGpt.Evaluation.Features.Inception;

/// <summary>The two forms of Inception v3 in use for FID: the same layers, but other weights, pools and inputs.</summary>
public enum InceptionForm
{
    /// <summary>torchvision's <c>inception_v3(transform_input=False)</c>: averages count padding as 0; pictures resized as Pillow does, ImageNet's mean and deviation.</summary>
    Torchvision,

    /// <summary>
    /// pytorch-fid's port of the network of 2015: averages leave padding out, the last block takes a maximum instead of an
    /// average; pictures resized in float without corner alignment, scaled to [−1, 1].
    /// </summary>
    PytorchFid,
}
