# A small module. OpenTofu creates its resources, and Slipway shows the progress of each one.

variable "size" {
  description = "Number of random bytes in the name of the site."
  type        = number
  default     = 2
}

resource "random_id" "suffix" {
  byte_length = var.size
}

resource "terraform_data" "site" {
  input = "site-${random_id.suffix.hex}"
}

output "site" {
  value = terraform_data.site.output
}
